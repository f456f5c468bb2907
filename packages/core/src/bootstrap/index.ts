export { type BootstrapResult, bootstrap } from "./bootstrap.ts";
export { BootstrapError, type BootstrapInput } from "./check-input.ts";
