import type { JsonObject } from "@pragma/contract";

/** The config of a thing that is there, sensitive values sealed; that there is none; or why its provider did not say. */
export type ImportedThing = { found: JsonObject } | { absent: true } | { silent: string };

/** What providers said of what a change is to take over, by the index of the document. */
export type ImportAnswers = ReadonlyMap<number, ImportedThing>;
