export { canonicalJson } from "./canonical.ts";
export { type Change, type DiffOptions, diffJson } from "./diff.ts";
export { type EqualHook, jsonEqual } from "./equal.ts";
export { checkIJson, MAX_DEPTH } from "./i-json.ts";
export { mapJson, type Visit } from "./map.ts";
export { isJsonObject, member, setMember } from "./object.ts";
export { formatPath, getPath, parsePath } from "./path.ts";
export { PathTree } from "./path-tree.ts";
export { jsonSize } from "./size.ts";
