"use client";

import { SCOPES, type Token } from "@pragma/contract";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import { isExpired } from "./expiry.ts";
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx";

export function TokenTable({ tokens }: { tokens: readonly Token[] }) {
  const [revoked, setRevoked] = useState<Token | null>(null);
  return (
    <>
      <Table label="Tokens" isStacked className="sm:min-w-[52rem]">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Starts with</Th>
            <Th>Scopes</Th>
            <Th>Created</Th>
            <Th>Last used</Th>
            <Th>Expires</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoked(token)} />
          ))}
        </tbody>
      </Table>
      {revoked ? <RevokeTokenDialog token={revoked} onClose={() => setRevoked(null)} /> : null}
    </>
  );
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  return (
    <tr>
      <th scope="row" className="max-w-56 border-t border-line px-4 py-2.5 font-medium text-ink">
        <span className="line-clamp-2 break-words">{token.name}</span>
      </th>
      <Td label="Starts with" className="font-mono text-[0.8125rem] text-ink-soft">
        {token.prefix}…
      </Td>
      <Td label="Scopes">
        <Scopes scopes={token.scopes} />
      </Td>
      <Td label="Created" className="whitespace-nowrap text-ink-soft">
        <RelativeTime iso={token.created_at} isSteady />
      </Td>
      <Td label="Last used" className="whitespace-nowrap text-ink-soft">
        {token.last_used_at ? <RelativeTime iso={token.last_used_at} isSteady /> : "never"}
      </Td>
      <Td label="Expires" className="whitespace-nowrap text-ink-soft">
        <Expiry expiresAt={token.expires_at} />
      </Td>
      <Td className="text-right">
        <Button size="small" variant="dangerGhost" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      </Td>
    </tr>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  if (scopes.length === SCOPES.length) return <Badge tone="accent">all scopes</Badge>;
  return (
    <ul className="flex max-w-md flex-wrap gap-1">
      {scopes.map((scope) => (
        <li key={scope}>
          <Badge className="font-mono text-[0.6875rem]">{scope}</Badge>
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
