import { FIELD_CASES } from "./fields.ts";
import { TEXT_CASES } from "./texts.ts";
import { VALUE_CASES } from "./values.ts";

export { asCase } from "./as-case.ts";
export { generatedConfigs, generatedTexts } from "./generated.ts";

/**
 * One table of what documents say. It is run through this package, and through the entry points of the command line and
 * the dashboard, so that all of them read a text the same way.
 */
export const DOCUMENT_CASES = [...TEXT_CASES, ...FIELD_CASES, ...VALUE_CASES];
