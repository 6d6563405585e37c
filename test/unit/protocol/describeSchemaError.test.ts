import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as z from 'zod';
import { describeSchemaError, type SchemaFault } from '../../../src/protocol/describeSchemaError.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('describeSchemaError', () => {
  checkLeaks();

  it('names the place in the words of the one who wrote it', () => {
    const schema = z.object({ list: z.array(z.object({ port: z.int() })) });
    const { path, message } = faultOf(schema, { list: [{ port: 1 }, { port: 'x' }] });
    assert.equal(path, 'list[1].port');
    assert.match(message, /^"list\[1\]\.port": /);
  });

  it('tells of the value itself without a place', () => {
    const { path, message } = faultOf(z.string(), 5);
    assert.equal(path, '');
    assert.match(message, /^Invalid input: expected string/);
  });

  it('tells of the first fault only', () => {
    const { path } = faultOf(z.object({ a: z.string(), b: z.string() }), {});
    assert.equal(path, 'a');
  });

  it('names what it does not know', () => {
    const schema = z.object({ inner: z.strictObject({}) });
    assert.deepEqual(faultOf(schema, { inner: { x: 1, y: 2 } }), {
      path: 'inner',
      message: 'unknown option "x", "y" in "inner"',
    });
  });

  it('has a sentence for an error that says nothing', () => {
    assert.deepEqual(describeSchemaError(new z.ZodError([])), {
      path: '',
      message: 'does not have the expected shape',
    });
  });
});

function faultOf(schema: z.ZodType, value: unknown): SchemaFault {
  const { error } = schema.safeParse(value);
  assert.ok(error !== undefined);
  return describeSchemaError(error);
}
