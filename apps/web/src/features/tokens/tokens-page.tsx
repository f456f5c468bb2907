"use client";

import { KeyRound, Plus, Timer } from "lucide-react";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { NotIncluded } from "~/components/ui/not-included.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import type { Addresses } from "~/lib/packages.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { usePagedQuery } from "~/trpc/use-paged-query.ts";
import { TokenTable } from "./token-table.tsx";

/** Loaded when they are first opened. */
const CreateTokenDialog = dynamic(
  () => loadPart(() => import("./create-token-dialog.tsx")).then((file) => file.CreateTokenDialog),
  {
    ssr: false,
  },
);
const SessionTokenDialog = dynamic(
  () => loadPart(() => import("./session-token-dialog.tsx")).then((file) => file.SessionTokenDialog),
  {
    ssr: false,
  },
);

const DIALOGS = ["token", "session"] as const;

export function TokensPage({ addresses }: { addresses: Addresses }) {
  const canWrite = useCan("tokens:write");
  const [dialog, setDialog] = useQueryState("new", parseAsStringLiteral(DIALOGS));
  const close = (): void => void setDialog(null);
  return (
    <>
      <PageHeader
        title="Tokens"
        description="Tokens authenticate programs with the API, the command line and the SDK."
        actions={
          <>
            <Button onClick={() => void setDialog("session")}>
              <Timer aria-hidden /> Session token…
            </Button>
            {canWrite ? (
              <Button variant="primary" onClick={() => void setDialog("token")}>
                <Plus aria-hidden /> New token…
              </Button>
            ) : null}
          </>
        }
      />
      <Card>{canWrite ? <TokenList onCreate={() => void setDialog("token")} /> : <NotIncluded />}</Card>
      {dialog === "token" && canWrite ? <CreateTokenDialog addresses={addresses} onClose={close} /> : null}
      {dialog === "session" ? <SessionTokenDialog apiUrl={addresses.apiUrl} onClose={close} /> : null}
    </>
  );
}

function TokenList({ onCreate }: { onCreate: () => void }) {
  const tokens = usePagedQuery(
    useTRPC().tokens.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined }),
  );
  if (tokens.isPending) return <SkeletonRows label="Loading the tokens" />;
  if (tokens.isError && !tokens.data) return <CallError error={tokens.error} onRetry={() => void tokens.refetch()} />;
  const all = tokens.data.pages.flatMap(({ items }) => items);
  if (all.length > 0) {
    return (
      <>
        <TokenTable tokens={all} />
        {tokens.hasNextPage ? (
          <div className="flex justify-center border-t border-line p-3">
            <Button size="small" busy={tokens.isFetchingNextPage} onClick={() => void tokens.fetchNextPage()}>
              Show older tokens
            </Button>
          </div>
        ) : null}
      </>
    );
  }
  return (
    <EmptyState
      icon={KeyRound}
      title="No tokens yet"
      action={
        <Button variant="primary" onClick={onCreate}>
          <Plus aria-hidden /> New token…
        </Button>
      }
    >
      Create one for each program, so that you can revoke it alone.
    </EmptyState>
  );
}
