/** The longest text that is read, in bytes, and the most that its values may take with every alias written out. */
export const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/** Aliases of one document, each counted as often as those below it are used. */
export const MAX_ALIASES = 1000;

/** Levels of lists and mappings. A config may have fewer, and the parser's stack lasts for some more. */
export const MAX_LEVELS = 250;
