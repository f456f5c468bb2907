"use client";

import { SCOPES, type Token } from "@pragma/contract";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { isExpired } from "./expiry.ts";
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx";

const NAME: Column<Token> = {
  head: "Name",
  className: "max-w-56 font-medium text-ink",
  cell: ({ name }) => <span className="line-clamp-2 break-words">{name}</span>,
};

const TIME = "whitespace-nowrap text-ink-soft";

const COLUMNS: readonly Column<Token>[] = [
  { head: "Starts with", className: "font-mono text-dense text-ink-soft", cell: ({ prefix }) => `${prefix}…` },
  { head: "Scopes", cell: ({ scopes }) => <Scopes scopes={scopes} /> },
  { head: "Created", className: TIME, cell: ({ created_at }) => <RelativeTime iso={created_at} isSteady /> },
  {
    head: "Last used",
    className: TIME,
    cell: ({ last_used_at }) => (last_used_at ? <RelativeTime iso={last_used_at} isSteady /> : "never"),
  },
  { head: "Expires", className: TIME, cell: ({ expires_at }) => <Expiry expiresAt={expires_at} /> },
];

export function TokenTable({ tokens }: { tokens: readonly Token[] }) {
  const [revoked, setRevoked] = useState<Token | null>(null);
  return (
    <>
      <DataTable
        label="Tokens"
        rowHead={NAME}
        columns={COLUMNS}
        actions={(token) => (
          <Button
            size="small"
            variant="dangerGhost"
            aria-label={`Revoke ${token.name}`}
            onClick={() => setRevoked(token)}
          >
            Revoke…
          </Button>
        )}
        rows={tokens}
        keyOf={({ id }) => id}
        className="sm:min-w-[52rem]"
      />
      {revoked ? <RevokeTokenDialog token={revoked} onClose={() => setRevoked(null)} /> : null}
    </>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  if (scopes.length === SCOPES.length) return <Badge tone="accent">all scopes</Badge>;
  return (
    <ul className="flex max-w-md flex-wrap gap-1">
      {scopes.map((scope) => (
        <li key={scope}>
          <Badge className="font-mono text-2xs">{scope}</Badge>
        </li>
      ))}
    </ul>
  );
}

function Expiry({ expiresAt }: { expiresAt: string | null }) {
  if (expiresAt === null) return "never";
  if (!isExpired(expiresAt, Date.now())) return <RelativeTime iso={expiresAt} upcoming isSteady />;
  return (
    <Badge tone="danger">
      expired <RelativeTime iso={expiresAt} />
    </Badge>
  );
}
