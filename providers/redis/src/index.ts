import { defineProvider } from "@pragma/sdk/provider";
import { aclUser } from "./acl-user/index.ts";
import { connection } from "./connection.ts";
import { keySpace } from "./key-space/index.ts";

/** Redis, version 6 or newer, and what speaks its protocol: who may do what on a server, by an administrator's URL. */
export default defineProvider({ connection, resources: { "acl-user": aclUser, "key-space": keySpace } });
