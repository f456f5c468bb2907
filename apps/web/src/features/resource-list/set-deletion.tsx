"use client";

import { isSetName } from "@pragma/contract";
import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { resourcesHref } from "~/lib/hrefs.ts";
import { loadPart } from "~/lib/load-part.ts";

/** With all that shows a plan; loaded when it is first opened. */
const DeletionDialog = dynamic(
  () => loadPart(() => import("~/features/changes/plan/deletion-dialog.tsx")).then((file) => file.DeletionDialog),
  { ssr: false },
);

/** Deletes all members of the set that the list is filtered by, as one change. */
export function SetDeletion({ set }: { set: string }) {
  const [asking, setAsking] = useState(false);
  // A bad link names no set.
  if (!isSetName(set)) return null;
  return (
    <>
      <Button variant="dangerGhost" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden /> Delete set…
      </Button>
      {asking ? (
        <DeletionDialog
          title={`Delete the set ${set}`}
          description="All members of the set are deleted, whatever other filters the list has. Their providers will delete the real objects, in order. This cannot be undone."
          deletes={{ words: `the set ${set}`, count: null, moreHref: resourcesHref({ set }) }}
          confirmation={set}
          inputOf={(dependents) => ({
            set,
            prune: true,
            allow_empty: true,
            ...dependents,
            message: `Delete the set ${set}`,
          })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
