export * from "./prune-builds.ts";
export * from "./prune-expired.ts";
export * from "./prune-history.ts";
export * from "./prune-logs.ts";
export * from "./prune-questions.ts";
export * from "./sealed-places.ts";
export * from "./sealed-values.ts";
export * from "./type-seals.ts";
