/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A position in a JSON value: keys and indices from the root. */
export type Path = (string | number)[];

/** One problem with a value: where, what, and which rule it breaks. */
export type ValidationIssue = { loc: Path; msg: string; type: string };
