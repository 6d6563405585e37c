/** The version of this conversation. A runner refuses every other one in `initialize`. */
export const PROTOCOL_VERSION = 1;

/**
 * Largest message body that either side accepts, in bytes. Output is cut to far smaller pieces; only `terminal/input`
 * (a paste) and a spec with a large environment come anywhere near it. It bounds what a stranger can make us hold.
 */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** Largest message body before `initialize` has succeeded, in bytes: a handshake needs no more. */
export const MAX_HANDSHAKE_BYTES = 64 * 1024;

/** How long a connection may stay without a successful `initialize`. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Most output in one `stream` message, in bytes. At 64 KiB the cost per message no longer counts (measured). */
export const MAX_OUTPUT_CHUNK_BYTES = 64 * 1024;

/** Credit that a subscriber has when it does not ask for another: bytes sent and not yet acknowledged. */
export const DEFAULT_WINDOW_BYTES = 1024 * 1024;

/** Bounds of what a subscriber may ask for. */
export const MIN_WINDOW_BYTES = 4 * 1024;
export const MAX_WINDOW_BYTES = 16 * 1024 * 1024;

/** Longest pattern that a search accepts, in characters: more than anybody types. It bounds what compiling it can cost. */
export const MAX_SEARCH_PATTERN_LENGTH = 2_000;

/** Most lines before and after a match that a client can ask for. */
export const MAX_SEARCH_CONTEXT_LINES = 20;

/** Lines that match after which a search ends, unless the client asks for another number: more than anybody reads. */
export const DEFAULT_SEARCH_MATCHES = 10_000;

/** Bound of what a client may ask for. */
export const MAX_SEARCH_MATCHES = 1_000_000;

/** Longest line that a search sends, in characters, the marks of cut ends not counted. */
export const MAX_SEARCH_LINE_LENGTH = 4_000;
