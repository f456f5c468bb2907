/** Version of this SDK, as its package says; part of the `User-Agent`. */
export const VERSION = "0.1.0";
