export type { Login, MemberContext, MyOrganization } from "./login.ts";
