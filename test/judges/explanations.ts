import type { Explanation } from './hearing.ts'

const prism = { judge: 'Prism' } as const
const source = { judge: '@msw/source' } as const

/** Why the judges disagree with us, the closest reason first; packages/contract/README.md says it to users. */
export const explanations: readonly Explanation[] = [
  {
    ...prism,
    kinds: ['credentials'],
    ours: 'refused',
    theirs: 'accepted',
    because: 'it knows no clients, users and tokens; whatever looks like credentials is let in',
  },
  {
    ...prism,
    kinds: ['credentials'],
    ours: 'accepted',
    theirs: 'refused',
    only: /scheme in lower case$/,
    because: 'it wants Bearer in these letters; RFC 9110 section 11.1 says that case does not matter',
  },
  {
    ...prism,
    kinds: ['accept'],
    ours: 'accepted',
    theirs: 'refused',
    because: 'it answers 406 where none is documented; RFC 9110 section 12.5.1 leaves it to the server',
  },
  {
    ...prism,
    kinds: ['repeated'],
    ours: 'refused',
    theirs: 'accepted',
    only: /twice \/body\//,
    because: 'it takes one of two members of a form; RFC 6749 section 3.2 forbids to repeat one',
  },
  {
    ...prism,
    kinds: ['missing', 'empty'],
    ours: 'refused',
    theirs: 'accepted',
    only: /createToken: grant \w+, \w+ \/query\/grant_type$/,
    because: 'it does not read x-token-operation, which says where a grant type is named',
  },
  {
    ...prism,
    kinds: ['empty'],
    ours: 'refused',
    theirs: 'accepted',
    only: /empty \/query\//,
    because: 'it takes an empty parameter for an absent one',
  },
  {
    ...prism,
    kinds: ['missing'],
    ours: 'refused',
    theirs: 'accepted',
    only: /^gini-user-center#updateUser: example both, /,
    because: 'it validates by draft 7 of JSON Schema, which has no dependentRequired',
  },
  {
    ...prism,
    kinds: ['syntax', 'content type'],
    ours: 'refused',
    theirs: 'unanswered',
    because: 'it never answers a body that is called JSON and is none',
  },
  {
    ...source,
    theirs: 'unanswered',
    only: /^gbg#createToken: /,
    because: 'it reads the servers of a document, not those of a path',
  },
  {
    ...source,
    theirs: 'unanswered',
    only: /^(genuin|gogox)#/,
    because: 'it does not fill in the variables of a server',
  },
  {
    ...source,
    kinds: ['path', 'method'],
    ours: 'refused',
    theirs: 'unanswered',
    because: 'it leaves what is not documented to msw',
  },
  { ...source, ours: 'refused', theirs: 'accepted', because: 'it validates nothing' },
]
