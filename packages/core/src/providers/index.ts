export { checkTypes } from "./check-types.ts";
export { typeRows } from "./type-rows.ts";
export * from "./worker/index.ts";
