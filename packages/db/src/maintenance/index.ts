export * from "./administration.ts";
