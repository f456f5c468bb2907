"use client";

import { useSyncExternalStore } from "react";
import { connection } from "./connection.ts";
import { type ConnectionState, UNTROUBLED } from "./connection-state.ts";

/** How the connection to the server is. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state, () => UNTROUBLED);
}
