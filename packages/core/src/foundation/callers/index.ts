export type { Caller, RequestContext } from "./caller.ts";
export { CallerCache } from "./caller-cache.ts";
export { CallerWatch } from "./caller-watch.ts";

export type { Login, MemberContext, MyOrganization } from "./login.ts";

export { SessionKeys } from "./session-keys.ts";
