// title: Why an image makes a viewer feel what it does
// answers: >-
//   Of an image's own backgrounds, attributes and subjects: which go with its emotion in the other
//   images, and how much? The image itself is left out: what it alone has is not in the answer.
// parameters:
//   image: {type: image, about: the image}
// columns:
//   kind: {type: string, about: 'background, attribute or subject'}
//   item: {type: string, about: the phrase}
// statistics: association
MATCH (own:Image {id: $image})-[:EVOKES {rank: 1}]->(felt:Emotion)
MATCH (own)-[:HAS_BACKGROUND]->(item:Background)
MATCH (item)<-[:HAS_BACKGROUND]-(image:Image) WHERE image <> own
MATCH (source:Source)<-[:FROM_SOURCE]-(image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH item, source, count(*) AS item_images,
     count(CASE WHEN emotion = felt THEN 1 END) AS images
RETURN 'background' AS kind, item.id AS item, source.id AS source, images AS images,
       item_images AS item_images
UNION ALL
MATCH (own:Image {id: $image})-[:EVOKES {rank: 1}]->(felt:Emotion)
MATCH (own)-[:HAS_ATTRIBUTE]->(item:Attribute)
MATCH (item)<-[:HAS_ATTRIBUTE]-(image:Image) WHERE image <> own
MATCH (source:Source)<-[:FROM_SOURCE]-(image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH item, source, count(*) AS item_images,
     count(CASE WHEN emotion = felt THEN 1 END) AS images
RETURN 'attribute' AS kind, item.id AS item, source.id AS source, images AS images,
       item_images AS item_images
UNION ALL
MATCH (own:Image {id: $image})-[:EVOKES {rank: 1}]->(felt:Emotion)
MATCH (own)-[:HAS_SUBJECT]->(item:Subject)
MATCH (item)<-[:HAS_SUBJECT]-(image:Image) WHERE image <> own
MATCH (source:Source)<-[:FROM_SOURCE]-(image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH item, source, count(*) AS item_images,
     count(CASE WHEN emotion = felt THEN 1 END) AS images
RETURN 'subject' AS kind, item.id AS item, source.id AS source, images AS images,
       item_images AS item_images
UNION ALL
MATCH (own:Image {id: $image})-[:EVOKES {rank: 1}]->(felt:Emotion)
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
  WHERE image <> own
WITH source, count(*) AS item_images, count(CASE WHEN emotion = felt THEN 1 END) AS images
RETURN null AS kind, null AS item, source.id AS source, images AS images,
       item_images AS item_images
