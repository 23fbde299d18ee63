import type { RequestPlace, TokenOperation } from '../token-operation.ts'
import { placeName } from './place-name.ts'

/** A client whose document calls them otherwise (`api_key`) has options of that name, and errors name the option. */
export function credentialNames({ client }: TokenOperation): { id: string; secret: string } {
  if (typeof client === 'string') return { id: 'clientId', secret: 'clientSecret' }
  return { id: optionName(client.id), secret: optionName(client.secret) }
}

function optionName(place: RequestPlace): string {
  return placeName(place).replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase())
}
