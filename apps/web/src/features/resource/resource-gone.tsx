"use client";

import { Ghost } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";

/**
 * Shown if a resource does not exist: it never did as far as the user knows, or it was deleted while they looked. Its
 * page appears automatically once it exists.
 */
export function ResourceGone({ resourceKey, wasHere }: { resourceKey: string; wasHere: boolean }) {
  return (
    <>
      <PageHeader title={wasHere ? "Deleted" : "Not found"} />
      <Card>
        <div role="status">
          <EmptyState
            icon={Ghost}
            title={wasHere ? "This resource is gone" : "Resource not found"}
            action={
              <Button asChild>
                <Link href="/resources">Back to the resources</Link>
              </Button>
            }
          >
            <code className="font-mono text-dense [overflow-wrap:anywhere]">{resourceKey}</code>
            <br />
            {wasHere
              ? "It was deleted. If it is applied again, it shows up here."
              : "It may have been deleted, or never applied in this organization. If it is applied, it shows up here."}
          </EmptyState>
        </div>
      </Card>
    </>
  );
}
