import { Plug } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";

/** @param gone it was there, and has just been deleted */
export function ProviderAbsent({ id, gone }: { id: string; gone: boolean }) {
  return (
    <>
      <PageHeader title={id} />
      <EmptyState
        icon={Plug}
        title={gone ? "This provider was deleted" : "Provider not found"}
        action={
          <Button asChild>
            <Link href="/providers">All providers</Link>
          </Button>
        }
      >
        {gone ? null : "It was not pushed to this organization, or it was deleted."}
      </EmptyState>
    </>
  );
}
