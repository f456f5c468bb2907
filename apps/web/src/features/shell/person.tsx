"use client";

import { createContext, type ReactNode, use } from "react";

/** The signed-in user. */
export interface Person {
  userId: string;
  email: string;
  name: string | null;
  /** Is an operator of the installation. */
  operator: boolean;
}

const PersonContext = createContext<Person | null>(null);

export function PersonProvider({ person, children }: { person: Person; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

/** @throws Error on pages for users who are not signed in */
export function usePerson(): Person {
  const person = use(PersonContext);
  if (!person) throw new Error("Nobody is signed in outside of the dashboard's layouts");
  return person;
}
