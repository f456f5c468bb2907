export { BUILT_IN_TYPES, hasStringReferences } from "./built-ins.ts";

export { fileOutputs } from "./file/file-outputs.ts";

export { hasPresentedOutputs, outputsOfConfig, presentedOutputs } from "./present-outputs.ts";
export { runBuiltIn } from "./run-built-in.ts";
