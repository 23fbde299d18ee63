import type { Effect } from '../../scripts/contract-versions/change.ts'

/** One kind of change: what becomes of a place of the document, and what it must be taken for. */
export interface KindOfChange {
  readonly what: string
  readonly effect: Effect
  /** A JSON Pointer. */
  readonly place: string
  /** What stands there now; nothing where it is undefined. */
  readonly value: unknown
  /** Where the change must be found. */
  readonly found: string
}

/** A change that must be found where it is made. */
function kind(effect: Effect, what: string, place: string, value?: unknown, found = place): KindOfChange {
  return { effect, what, place, value, found }
}

const get = '#/paths/~1parcels~1{id}/get'
const put = '#/paths/~1parcels~1{id}/put'
const token = '#/paths/~1token/post'
const extension = `${token}/x-token-operation`
const sent = '#/components/schemas/ParcelChange'
const received = '#/components/schemas/Parcel'
const limit = `${get}/parameters/1`
const header = `${get}/responses/200/headers/X-Request-ID`
const text = { type: 'string' }

const served = [
  kind('breaking', 'a path is removed', '#/paths/~1token'),
  kind('feature', 'a path is added', '#/paths/~1new', { get: {} }),
  kind('breaking', 'an operation is removed', put),
  kind('feature', 'an operation is added', '#/paths/~1parcels~1{id}/delete', {}),
  kind('breaking', 'an operation is called otherwise', `${get}/operationId`, 'fetchParcel'),
  kind('feature', 'an operation is deprecated', `${get}/deprecated`, true),
  kind('breaking', 'a server is removed', '#/servers/1'),
  kind('feature', 'a server is added', '#/servers/2', { url: 'https://au.parcels.example', 'x-name': 'au' }),
  kind('breaking', 'a server moves', '#/servers/0/url', 'https://parcels.example'),
  kind('breaking', 'a schema that users may import is removed', '#/components/schemas/Receipt'),
  kind('feature', 'a schema is added', '#/components/schemas/New', text),
  kind('breaking', 'the document is called otherwise', '#/info/x-id', 'parcels-2'),
  kind('breaking', 'something that is not known here', `${get}/callbacks`, {}),
]

const admitted = [
  kind('breaking', 'a way in is removed', '#/security/1'),
  kind('feature', 'a way in is added', '#/security/2', { accessToken: [], apiKey: [] }),
  kind('breaking', 'an open operation asks for a token', `${token}/security`, undefined, token),
  kind('feature', 'an operation is opened', `${get}/security`, [], get),
  kind('breaking', 'a grant is removed', `${extension}/grants/password`),
  kind('feature', 'a grant is added', `${extension}/grants/refresh_token`, {}),
  kind('breaking', 'the token stands elsewhere', `${extension}/token/accessToken`, '$response.header.token'),
  kind('breaking', 'an error means something else', `${get}/responses/404/x-token-error/request_rejected`),
]

const asked = [
  kind('breaking', 'a required parameter is added', `${get}/parameters/3`, {
    name: 'at',
    in: 'query',
    required: true,
  }),
  kind('feature', 'an optional parameter is added', `${get}/parameters/3`, { name: 'at', in: 'query' }),
  kind('breaking', 'a parameter is removed', `${get}/parameters/2`),
  kind('breaking', 'a parameter becomes required', `${limit}/required`, true, limit),
  kind('breaking', 'a parameter has another default', `${limit}/schema/default`, 10),
  kind('breaking', 'a bound of a parameter is lowered', `${limit}/schema/maximum`, 10),
  kind('feature', 'a bound of a parameter is raised', `${limit}/schema/maximum`, 100),
  kind('breaking', 'a bound of a parameter is set', `${limit}/schema/minimum`, 1),
  kind('breaking', 'a body is no longer taken', `${put}/requestBody`),
  kind('feature', 'a body becomes optional', `${put}/requestBody/required`, false, `${put}/requestBody`),
  kind('breaking', 'a required body is added', `${get}/requestBody`, { required: true, content: {} }),
  kind('feature', 'a media type of the body is added', `${put}/requestBody/content/text~1csv`, {}),
  kind('breaking', 'a media type of the body is removed', `${put}/requestBody/content/application~1json`),
  kind('breaking', 'a required member of the body is added', `${sent}/required`, ['state', 'at'], sent),
  kind('feature', 'an optional member of the body is added', `${sent}/properties/at`, text),
  kind('breaking', 'a member of the body is removed', `${sent}/properties/note`),
  kind('breaking', 'a member of the body becomes required', `${sent}/required`, ['state', 'note'], sent),
  kind('feature', 'a member of the body becomes optional', `${sent}/required`, [], sent),
  kind(
    'feature',
    'a value may be sent besides',
    `${sent}/properties/state/enum/2`,
    'lost',
    `${sent}/properties/state`,
  ),
  kind(
    'breaking',
    'a value may no longer be sent',
    `${sent}/properties/state/enum/1`,
    undefined,
    `${sent}/properties/state`,
  ),
  kind('breaking', 'what is sent has to be whole', `${sent}/properties/weight/type`, 'integer'),
  kind('feature', 'what is sent may be null', `${sent}/properties/note/type`, ['string', 'null']),
  kind('breaking', 'what is sent is of another type', `${sent}/properties/note/type`, 'boolean'),
  kind('breaking', 'what is sent has to keep a pattern', `${sent}/properties/note/pattern`, '^a'),
  kind('feature', 'another form may be sent', `${sent}/properties/to/oneOf/2`, { type: 'integer' }),
  kind('breaking', 'a form may no longer be sent', `${sent}/properties/to/oneOf/1`),
  kind('breaking', 'a form has to keep more', `${sent}/properties/to/oneOf/0/maxLength`, 50),
  kind('breaking', 'other members are forbidden', `${sent}/additionalProperties`, false),
]

const answered = [
  kind('breaking', 'a success is removed', `${put}/responses/204`),
  kind('breaking', 'a success is added', `${put}/responses/202`, {}),
  kind('feature', 'an error is added', `${put}/responses/409`, {}),
  kind('feature', 'an error is removed', `${get}/responses/404`),
  kind('breaking', 'a header of the answer is removed', header),
  kind('breaking', 'a header of the answer becomes optional', `${header}/required`, false, header),
  kind('feature', 'a header of the answer is added', `${get}/responses/200/headers/ETag`, {}),
  kind('breaking', 'a media type of the answer is removed', `${get}/responses/200/content/application~1json`),
  kind('feature', 'a media type of the answer is added', `${get}/responses/200/content/text~1csv`, {}),
  kind('feature', 'a member of the answer is added', `${received}/properties/at`, text),
  kind('breaking', 'a member of the answer is removed', `${received}/properties/weight`),
  kind('breaking', 'a member of the answer becomes optional', `${received}/required`, [], received),
  kind(
    'feature',
    'a member of the answer becomes required',
    `${received}/required`,
    ['id', 'state'],
    received,
  ),
  kind(
    'breaking',
    'a value may come besides',
    `${received}/properties/state/enum/2`,
    'lost',
    `${received}/properties/state`,
  ),
  kind(
    'feature',
    'a value comes no more',
    `${received}/properties/state/enum/1`,
    undefined,
    `${received}/properties/state`,
  ),
  kind('breaking', 'what comes may be null', `${received}/properties/id/type`, ['string', 'null']),
  kind('feature', 'what comes is whole', `${received}/properties/weight/type`, 'integer'),
  kind('breaking', 'what comes has no lower bound', `${received}/properties/weight/minimum`),
]

const said = [
  kind('none', 'the description of an operation', `${get}/description`, 'Gives a parcel.'),
  kind('none', 'the version of the document', '#/info/version', '1.0.1'),
  kind('none', 'an example', `${get}/parameters/0/example`, 'p-1'),
  kind('none', 'the title of a schema', `${received}/title`, 'Parcel'),
]

/** Of each change the document is made anew; nothing else in it may be found to have changed. */
export const kindsOfChange = [...served, ...admitted, ...asked, ...answered, ...said]
