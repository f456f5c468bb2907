export { bootstrap } from "./bootstrap.ts";
export { BootstrapError } from "./check-input.ts";
