/**
 * Runs before anything else in the browser. Left to itself zod tries once whether it may compile code, which the content
 * security policy refuses, and each page would report that as a violation. These are zod's own settings (`globalConfig`),
 * taken from where it looks for them: importing zod for this would load it with every page.
 */
const settings = globalThis as typeof globalThis & { __zod_globalConfig?: object };
settings.__zod_globalConfig = { ...settings.__zod_globalConfig, jitless: true };
