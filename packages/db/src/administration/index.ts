export * from "./invitations.ts";
export * from "./members.ts";
export * from "./operators.ts";
export * from "./organization-limits.ts";
export * from "./organizations.ts";
export * from "./tokens.ts";
