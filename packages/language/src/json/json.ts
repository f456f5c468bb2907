/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Where in a JSON value something is: keys and indices from the root. */
export type Path = (string | number)[];

/** One thing wrong with a value: where, what, and which rule it breaks. */
export type ValidationIssue = { loc: Path; msg: string; type: string };
