import pg from "pg";
import { connect } from "../server/connect.ts";
import type { Server } from "../server/server-url.ts";
import type { Call } from "../server/session.ts";

/**
 * Whether the server lets the role in with this password; undefined where it refuses for another reason than the
 * password. A server that asks for none lets anybody in.
 */
export async function logsIn(call: Call, server: Server, user: string, password: string): Promise<boolean | undefined> {
  try {
    const connection = await connect({ ...server, user, password }, server.database, call.signal);
    await connection.close();
    return true;
  } catch (error) {
    call.signal.throwIfAborted();
    return error instanceof pg.DatabaseError && error.code === "28P01" ? false : undefined;
  }
}
