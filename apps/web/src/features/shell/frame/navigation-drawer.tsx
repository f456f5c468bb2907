"use client";

import { Dialog } from "radix-ui";
import { useFocusReturn } from "~/components/ui/use-focus-return.ts";
import { Logo } from "../logo.tsx";
import { Navigation } from "./navigation.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";

/** The navigation over the page, open. */
export function NavigationDrawer({ onClose }: { onClose: () => void }) {
  const focusReturn = useFocusReturn(true);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50 lg:hidden" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col gap-5 overflow-y-auto border-r border-line bg-surface px-3 py-4 shadow-raised lg:hidden"
        >
          <Dialog.Title className="px-2.5">
            <Logo />
          </Dialog.Title>
          <OrganizationSwitcher />
          <Navigation onNavigate={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
