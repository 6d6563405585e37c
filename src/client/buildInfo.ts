/** Put in place of their names by the bundler; not there when the sources run as they are. */
declare const PROCESSION_VERSION: string | undefined;
declare const PROCESSION_BUILD_ID: string | undefined;

/** What this build calls itself. Without a build id (run from sources) it cannot be told from any other. */
export const buildInfo: { readonly version: string; readonly buildId: string | undefined } = {
  version: typeof PROCESSION_VERSION === 'string' ? PROCESSION_VERSION : '0.0.0-sources',
  buildId: typeof PROCESSION_BUILD_ID === 'string' ? PROCESSION_BUILD_ID : undefined,
};
