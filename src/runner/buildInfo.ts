declare const PROCESSION_VERSION: string | undefined;
declare const PROCESSION_BUILD_ID: string | undefined;

/** The product's version, put in by the bundler; sources that run unbundled have none. */
export const version = typeof PROCESSION_VERSION === 'undefined' ? '0.0.0' : PROCESSION_VERSION;

/** Tells two builds of one version apart. */
export const buildId = typeof PROCESSION_BUILD_ID === 'undefined' ? 'source' : PROCESSION_BUILD_ID;
