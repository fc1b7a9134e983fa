// title: What separates two emotions
// answers: >-
//   Among the images of two emotions only: which attributes (or backgrounds, or subjects) speak for
//   the one and against the other?
// parameters:
//   emotion: {type: emotion, about: the emotion that positive log odds speak for}
//   against:
//     type: emotion
//     differs_from: emotion
//     about: the emotion that negative log odds speak for
//   kind:
//     type: text
//     default: attribute
//     values: [attribute, background, subject]
//     about: what is compared
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with the item}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   item: {type: string, about: the phrase compared}
// statistics: association
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
  WHERE emotion.id IN [$emotion, $against]
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_ATTRIBUTE]->(item:Attribute) WHERE $kind = 'attribute'
WITH item, source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN item.id AS item, source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
  WHERE emotion.id IN [$emotion, $against]
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_BACKGROUND]->(item:Background) WHERE $kind = 'background'
WITH item, source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN item.id AS item, source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
  WHERE emotion.id IN [$emotion, $against]
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_SUBJECT]->(item:Subject) WHERE $kind = 'subject'
WITH item, source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN item.id AS item, source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
  WHERE emotion.id IN [$emotion, $against]
WITH source, image, emotion.id = $emotion AS evokes
WITH source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN null AS item, source.id AS source, images AS images, item_images AS item_images
