import type { Role } from "@pragma/contract";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Badge } from "~/components/ui/badge.tsx";
import { SignOutButton } from "~/features/shell/sign-out-button.tsx";

export interface Choice {
  id: string;
  name: string;
  role: Role;
  /** The requested page, in this organization. */
  href: string;
}

interface OrganizationChoiceProps {
  /** The user who is asked. */
  userId: string;
  choices: readonly Choice[];
  /** Id of the last viewed one. */
  last: string | null;
}

/** Asks which organization is meant by a URL that names none. */
export function OrganizationChoice({ userId, choices, last }: OrganizationChoiceProps) {
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-lg font-semibold text-ink">Which organization?</h1>
        <p className="mt-1 text-ink-soft">You are in several organizations, and the address does not name one.</p>
      </div>
      <ul className="divide-y divide-line rounded-md border border-line">
        {choices.map(({ id, name, role, href }) => (
          <li key={id}>
            <Link
              href={href}
              // A prefetched page is not viewed.
              prefetch={false}
              className="flex min-h-11 items-center gap-3 px-3 py-2 font-medium text-ink hover:bg-sunken"
            >
              <span className="min-w-0 flex-1 truncate">{name}</span>
              {id === last ? <Badge tone="accent">last looked at</Badge> : null}
              <span className="text-dense font-normal text-ink-faint">{role}</span>
              <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      <SignOutButton userId={userId} />
    </div>
  );
}
