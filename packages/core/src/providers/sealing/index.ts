export { sealByTypes, sealsMore } from "./seal-by-types.ts";
