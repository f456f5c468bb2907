"use client";

import dynamic from "next/dynamic";

/** It shows nothing before a row is selected, and brings all of its dialogs, so it loads after the list. */
export const BulkBar = dynamic(() => import("./bulk-bar.tsx").then((file) => file.BulkBar), { ssr: false });
