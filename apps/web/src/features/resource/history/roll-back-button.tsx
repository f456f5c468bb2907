"use client";

import { Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { loadPart } from "~/lib/load-part.ts";

/** Loaded when it is first opened. */
const RollBackDialog = dynamic(
  () => loadPart(() => import("./roll-back-dialog.tsx")).then((file) => file.RollBackDialog),
  { ssr: false },
);

/** Shows what bringing back an earlier generation would do, and offers to do it. */
export function RollBackButton({ resourceKey, generation }: { resourceKey: string; generation: number }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        size="small"
        aria-label={`Roll back to generation ${generation}`}
        onClick={() => setAsking(true)}
      >
        <Undo2 aria-hidden />
        Roll back
      </Button>
      {asking ? (
        <RollBackDialog resourceKey={resourceKey} generation={generation} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}
