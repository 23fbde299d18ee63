import { Ajv2020 } from 'ajv/dist/2020.js'
import { checkMembers } from './check-members.ts'
import { faultSchemas } from './fault-schemas.ts'
import type { Fault } from './faults.ts'
import { SandboxError } from './sandbox-error.ts'

/**
 * The function throws a SandboxError when no fault has the name, or a member is unknown or wrong. It compiles a schema
 * at its first use.
 */
export function createFaultCheck(): (fault: Fault) => void {
  const ajv = new Ajv2020({ strict: false })
  return (fault) => {
    const name = Object(fault).fault ?? 'custom'
    const schema = faultSchemas.get(name)
    if (schema === undefined) {
      const names = [...faultSchemas.keys()].filter((one) => one !== 'custom')
      throw new SandboxError(`fail: no fault is called ${name}; there are ${names.join(', ')}.`)
    }
    checkMembers('fail', fault, Object.keys(schema.properties))
    if (ajv.validate(schema, fault)) return
    const [{ instancePath = '', propertyName = '', message = '' } = {}] = ajv.errors ?? []
    const place = [instancePath.slice(1), propertyName].filter(Boolean).join('/')
    throw new SandboxError(`fail: ${[place, message].filter(Boolean).join(' ')}.`)
  }
}
