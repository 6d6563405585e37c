import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTerminalReport } from '../../../../src/extension/terminals/terminalReport.ts';

describe('isTerminalReport', () => {
  const reports = {
    'a cursor position': '\x1b[24;80R',
    'device attributes': '\x1b[?1;2c',
    'secondary device attributes': '\x1b[>0;276;0c',
    'a status': '\x1b[0n',
    'a mode': '\x1b[?2026;2$y',
    'a window size': '\x1b[8;24;80t',
    'keyboard flags': '\x1b[?0u',
    'a colour': '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\',
    'a setting': '\x1bP1$r0m\x1b\\',
    'two at once': '\x1b[0n\x1b[1;1R',
  };
  for (const [name, report] of Object.entries(reports)) {
    it(`knows ${name}`, () => assert.equal(isTerminalReport(report), true));
  }

  const keys = [
    'a',
    '\r',
    '\x03',
    '\x1b',
    '\x1b[A',
    '\x1b[3~',
    '\x1bOP',
    '\x1b[97;5u',
    '\x1b[200~x\x1b[201~',
    '',
  ];
  for (const key of keys) {
    it(`takes ${JSON.stringify(key)} for typed`, () => assert.equal(isTerminalReport(key), false));
  }
});
