/**
 * The address of the workbench on a folder, in a browser. Only a server with `testDriver` heeds the last two.
 *
 * @param {object} options
 * @param {{ port: number, token: string }} options.server
 * @param {string} options.folder absolute path of the folder to open
 * @param {string} [options.extensionPath] absolute path of an extension to load from its source folder
 * @param {string} [options.extensionTestsPath] absolute path of a module whose `run()` the extension host calls
 */
export function workbenchUrl({ server, folder, extensionPath, extensionTestsPath }) {
  const authority = `127.0.0.1:${server.port}`;
  /** @type {[string, string][]} */
  const payload = [];
  if (extensionPath !== undefined) {
    payload.push(['extensionDevelopmentPath', `vscode-remote://${authority}${extensionPath}`]);
  }
  if (extensionTestsPath !== undefined) {
    payload.push(['extensionTestsPath', `vscode-remote://${authority}${extensionTestsPath}`]);
  }
  const url = new URL(`http://${authority}/`);
  url.searchParams.set('tkn', server.token);
  url.searchParams.set('folder', folder);
  if (payload.length > 0) {
    url.searchParams.set('payload', JSON.stringify(payload));
  }
  return url.href;
}
