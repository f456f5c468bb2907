export { MAX_RESOLVED_SIZE } from "./bounds.ts";
export { isPureReference } from "./classify.ts";
export { detachReferences } from "./detach.ts";
export { referencesDiffer } from "./differ.ts";
export { parseReferences, referencedTargets } from "./parse.ts";
export type { Reference, TargetState } from "./reference.ts";
export { resolveReferences } from "./resolve.ts";
export { sealConfig } from "./seal-config.ts";
export { takeValue } from "./take.ts";
