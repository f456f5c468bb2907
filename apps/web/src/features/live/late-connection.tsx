"use client";

import { useEffect } from "react";

/** Follows the connection of pages that have no light and little to load: once they are there. */
export function LateConnection() {
  useEffect(() => {
    import("~/lib/connection/start-connection.ts").then(
      (file) => file.startConnection(),
      () => undefined,
    );
  }, []);
  return null;
}
