import type { SeedExample } from './seed-example.ts'

const shared = {
  seed: '002_688afd50057ddfe8.txt',
  provider: 'gogox',
  operation: 'gogox#createToken',
  request: {
    method: 'POST',
    server: 'https://{host}',
    path: '/oauth/token',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: {
      client_id: '<<client_id>>',
      client_secret: '<<client_secret>>',
      grant_type: 'client_credentials',
    },
  },
  placeholders: {
    'https://<<api_base_path>>': 'origin',
    '<<api_base_path>>': 'host',
    '<<client_id>>': 'clientId',
    '<<client_secret>>': 'clientSecret',
  },
  answer: { status: 200, members: ['access_token', 'expires_in'] },
} as const

const method = 'The text says GET /oauth/token, the program sends POST with a JSON body: POST.'
const members = 'No answer is shown: the members that the program reads, under 200.'
const content =
  '{"client_id":"<<client_id>>","client_secret":"<<client_secret>>","grant_type":"client_credentials"}'

const byRuby: SeedExample = {
  ...shared,
  name: 'client credentials by Ruby',
  kind: 'ruby',
  text: `url = URI("https://<<api_base_path>>/oauth/token")

https = Net::HTTP.new(url.host, url.port);
https.use_ssl = true

request = Net::HTTP::Post.new(url)
request["Content-Type"] = "application/json"
payload = {
  client_id: "<<client_id>>",
  client_secret: "<<client_secret>>",
  grant_type: "client_credentials"
}
request.body = JSON.generate(payload)
response = https.request(request)`,
  // The order and the defaults of Net::HTTP.
  head: [
    'POST /oauth/token HTTP/1.1',
    'Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
    'Accept: */*',
    'User-Agent: Ruby',
    'Host: <<api_base_path>>',
    'Content-Type: application/json',
    'Connection: close',
  ],
  content,
  readings: [method, members],
}

const byPhp: SeedExample = {
  ...shared,
  name: 'client credentials by PHP',
  kind: 'php',
  text: `$curl = curl_init();
$payload = [
  "client_id" => "<<client_id>>",
  "client_secret" => "<<client_secret>>",
  "grant_type" => "client_credentials",
];

curl_setopt_array($curl, [
  CURLOPT_URL => "https://<<api_base_path>>/oauth/token",
  CURLOPT_RETURNTRANSFER => true,
  CURLOPT_ENCODING => "",
  CURLOPT_MAXREDIRS => 10,
  CURLOPT_TIMEOUT => 0,
  CURLOPT_FOLLOWLOCATION => true,
  CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
  CURLOPT_CUSTOMREQUEST => "POST",
  CURLOPT_POSTFIELDS => json_encode($payload),
  CURLOPT_HTTPHEADER => [
    "Content-Type: application/json"
  ],
]);

$response = curl_exec($curl);`,
  // The order and the defaults of libcurl, to which PHP adds no User-Agent.
  head: [
    'POST /oauth/token HTTP/1.1',
    'Host: <<api_base_path>>',
    'Accept: */*',
    'Accept-Encoding: deflate, gzip, br, zstd',
    'Content-Type: application/json',
  ],
  content,
  readings: [
    method,
    members,
    'The program decodes into $responsePayload and prints from $response_payload: one variable.',
  ],
}

const json = `{
    "client_id": "<<client_id>>",
    "client_secret": "<<client_secret>>",
    "grant_type": "client_credentials"
}`

const byCurl: SeedExample = {
  ...shared,
  name: 'client credentials by curl',
  kind: 'curl',
  text: String.raw`curl --location --request POST 'https://<<api_base_path>>/oauth/token' \
--header 'Content-Type: application/json' \
--data-raw '{
    "client_id": "<<client_id>>",
    "client_secret": "<<client_secret>>",
    "grant_type": "client_credentials"
}'`,
  arguments: [
    '--location',
    '--request',
    'POST',
    'https://<<api_base_path>>/oauth/token',
    '--header',
    'Content-Type: application/json',
    '--data-raw',
    json,
  ],
  readings: [method, 'No answer is shown: the members that the two programs read, under 200.'],
}

export const seed002: readonly SeedExample[] = [byRuby, byPhp, byCurl]
