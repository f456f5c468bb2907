import { defineProvider } from "@pragma/sdk/provider";
import { connection } from "./connection.ts";
import { database } from "./database/index.ts";
import { extension } from "./extension/index.ts";
import { grant } from "./grant/index.ts";
import { role } from "./role/index.ts";
import { schema } from "./schema/index.ts";

/** PostgreSQL, version 13 or newer: what is on a server, by an administrator's URL. */
export default defineProvider({ connection, resources: { role, database, schema, grant, extension } });
