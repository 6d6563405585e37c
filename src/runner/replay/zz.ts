import headless, { type Terminal } from '@xterm/headless';
import unicode from '@xterm/addon-unicode11';
console.log(Object.keys(headless), Object.keys(unicode));
const t: Terminal = new headless.Terminal({ allowProposedApi: true, cols: 3 });
t.loadAddon(new unicode.Unicode11Addon());
