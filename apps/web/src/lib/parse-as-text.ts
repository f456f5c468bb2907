import { createParser } from "nuqs/server";

/** A parameter of an address that is never empty: `?provider=` is as if it were not there. */
export const parseAsText = createParser({ parse: (text) => text || null, serialize: (text: string) => text });
