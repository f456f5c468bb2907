"use client";

import dynamic from "next/dynamic";
import { loadPart } from "~/lib/load-part.ts";

/** It shows nothing before a row is selected, and brings all of its dialogs, so it loads after the list. */
export const BulkBar = dynamic(() => loadPart(() => import("./bulk-bar.tsx")).then((file) => file.BulkBar), {
  ssr: false,
});
