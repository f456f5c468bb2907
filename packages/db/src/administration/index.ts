export * from "./invitations.ts";
export * from "./tokens.ts";
