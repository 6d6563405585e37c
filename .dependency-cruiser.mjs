// @ts-check

/**
 * Who may import whom: the layers of ARCHITECTURE.md, type-only imports included.
 *
 * A layer may import its own files, the layers and packages it lists, and Node only where it says so.
 * Everything that travels against the arrows is a typed event.
 *
 * @typedef {object} Layer
 * @property {string} path the files of the layer, as a regular expression
 * @property {string[]} [layers] other layers it may import
 * @property {string[]} [packages] packages it may import
 * @property {true} [node] it may import Node's own modules
 */

const leaves = ['base', 'protocol', 'runner/domain'];
const adapters = ['child', 'output', 'metrics', 'limits', 'adapters', 'store'].map(
  (name) => `runner/${name}`,
);

/** Modules of Node that compute and touch nothing outside; layers that may not touch the system may use them. */
const pureNode = ['path', 'crypto'];

/** @type {Record<string, Layer>} */
const layers = {
  base: folder('base', {}),
  protocol: folder('protocol', { layers: ['base'], packages: ['zod'] }),
  // What both ends of a connection do with the bytes of it.
  wire: folder('wire', { layers: ['base'], packages: ['vscode-jsonrpc'], node: true }),
  client: folder('client', {
    layers: ['base', 'protocol', 'wire'],
    packages: ['vscode-jsonrpc'],
    node: true,
  }),
  cli: folder('cli', { layers: ['base', 'protocol', 'client'], packages: ['commander'], node: true }),
  extension: folder('extension', {
    layers: ['base', 'protocol', 'client'],
    packages: ['vscode', '@types/vscode'],
    node: true,
  }),
  webview: folder('webview', { layers: ['base', 'protocol'] }),

  'runner/domain': folder('runner/domain', { layers: ['base', 'protocol'] }),
  // Each touches one side of the operating system and knows nothing of the others; execution joins them.
  ...Object.fromEntries(
    adapters.map((name) => [
      name,
      folder(name, { layers: leaves, packages: name === 'runner/child' ? ['node-pty'] : [], node: true }),
    ]),
  ),
  'runner/replay': folder('runner/replay', {
    layers: leaves,
    packages: ['@xterm/headless', '@xterm/addon-unicode11'],
    node: true,
  }),
  'runner/search': folder('runner/search', { layers: leaves, packages: ['zod'], node: true }),
  'runner/execution': folder('runner/execution', { layers: [...leaves, ...adapters], packages: pureNode }),
  'runner/queue': folder('runner/queue', { layers: [...leaves, 'runner/store'] }),
  'runner/pool': folder('runner/pool', { layers: [...leaves, 'runner/store'] }),
  'runner/scheduling': folder('runner/scheduling', {
    layers: [
      ...leaves,
      'runner/execution',
      'runner/adapters',
      'runner/output',
      'runner/replay',
      'runner/queue',
      'runner/pool',
    ],
    packages: pureNode,
  }),
  'runner/sessions': folder('runner/sessions', {
    layers: [...leaves, 'runner/scheduling', 'runner/output', 'runner/replay'],
    packages: pureNode,
  }),
  'runner/transport': folder('runner/transport', {
    layers: ['base', 'protocol', 'wire'],
    packages: ['ws', '@types/ws', 'vscode-jsonrpc'],
    node: true,
  }),
  'runner/rpc': folder('runner/rpc', {
    layers: [
      ...leaves,
      'runner/replay',
      'runner/scheduling',
      'runner/search',
      'runner/sessions',
      'runner/transport',
    ],
    packages: ['vscode-jsonrpc', ...pureNode],
  }),
};

/** The files directly in `src/runner` wire the runner together, so they alone see all of it. */
layers['runner'] = {
  path: '^src/runner/[^/]+\\.ts$',
  layers: ['base', 'protocol', ...Object.keys(layers).filter((name) => name.startsWith('runner/'))],
  node: true,
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(layers).map(([name, layer]) => layerRule(name, layer)),
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third one. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pty-stays-in-child',
      comment: 'node-pty is native and has its own traps; only the PTY child knows it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/runner/child/(pty[^/]*|[^/]*Pty[^/]*)\\.ts$' },
      to: { path: packagePath('node-pty') },
    },
    {
      name: 'xterm-stays-in-the-screen-process',
      comment:
        'A terminal emulator would make the runner larger for good; only the process that builds screens loads it.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/runner/replay/(buildScreen|screenProcessMain|screenTerminal|screenWriter|serializeScreen)\\.ts$',
      },
      to: {
        path: [
          '(^|node_modules/)@xterm/',
          '^src/runner/replay/(screenTerminal|screenWriter|serializeScreen)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench)/' },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nothing imports does nothing.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...noUncoveredFiles(),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Without this, `import type` would be invisible, and with it half of all cycles.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};

/**
 * @param {string} name
 * @param {Omit<Layer, 'path'>} rights
 * @returns {Layer}
 */
function folder(name, rights) {
  return { path: `^src/${name}/`, ...rights };
}

/** @param {string} name */
function packagePath(name) {
  return `(^|node_modules/)${name}(/|$)`;
}

/**
 * @param {string} name
 * @param {Layer} layer
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function layerRule(name, layer) {
  const reachable = (layer.layers ?? []).map((other) => layers[other]?.path ?? `no layer ${other}`);
  return {
    name: `layer ${name}`,
    comment: `src/${name} may import ${[...(layer.layers ?? []), ...(layer.packages ?? []), ...(layer.node ? ['node:*'] : [])].join(', ') || 'nothing'}.`,
    severity: 'error',
    from: { path: layer.path },
    to: {
      pathNot: [layer.path, ...reachable, ...(layer.packages ?? []).map(packagePath)],
      ...(layer.node ? { dependencyTypesNot: ['core'] } : {}),
    },
  };
}

/**
 * A file that belongs to no layer would obey no rule, so it is an error by itself. (One that neither imports
 * nor is imported is caught as an orphan.)
 *
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function noUncoveredFiles() {
  const uncovered = { path: '^src/', pathNot: Object.values(layers).map((layer) => layer.path) };
  const comment =
    'Every source file belongs to a layer: move it, or add its layer to .dependency-cruiser.mjs.';
  return [
    { name: 'file-without-layer', comment, severity: 'error', from: uncovered, to: {} },
    { name: 'file-without-layer', comment, severity: 'error', from: {}, to: uncovered },
  ];
}
