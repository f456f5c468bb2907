"use client";

import { useState } from "react";
import { CodeBlock } from "~/components/ui/code-block.tsx";
import { SecretDialog } from "~/components/ui/secret-dialog.tsx";
import { SecretValue } from "~/components/ui/secret-value.tsx";
import { TabPanel, Tabs } from "~/components/ui/tabs.tsx";
import type { Addresses } from "~/lib/packages.ts";
import { tokenSnippets } from "./snippets.ts";

/** The secret of a new token, shown only once, and how to use it. */
export function CreatedTokenDialog({
  name,
  secret,
  addresses,
  onClose,
}: {
  name: string;
  secret: string;
  addresses: Addresses;
  onClose: () => void;
}) {
  const [tab, setTab] = useState("curl");
  const snippets = tokenSnippets(addresses, secret);
  return (
    <SecretDialog
      noun="token"
      title={`Token ${name} created`}
      description="Copy it now. Only a hash of it is stored, so it is shown only now."
      className="max-w-2xl"
      onClose={onClose}
    >
      <div className="flex flex-col gap-5">
        <SecretValue label="Token" value={secret} />
        <div>
          <h3 className="mb-1 text-sm font-medium text-ink">Use it</h3>
          <Tabs
            tabs={snippets.map(({ id, label }) => ({ value: id, label }))}
            value={tab}
            onValueChange={setTab}
            label="Ways to use the token"
          >
            {snippets.map(({ id, label, code }) => (
              <TabPanel key={id} value={id}>
                <CodeBlock code={code} label={`${label} snippet`} />
              </TabPanel>
            ))}
          </Tabs>
        </div>
      </div>
    </SecretDialog>
  );
}
