// title: Pairs of attributes that say more together
// answers: >-
//   Which two attributes of one image lift an emotion more together than each of them alone?
//   The columns up to q_value compare a pair with all other images; those of the gain with the
//   images that have one of the two: it is they that say whether the pair exceeds each alone.
//   The family of the q-values is every pair with enough images, whatever its lift.
// parameters:
//   emotion: {type: emotion, about: the emotion evoked}
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with both attributes}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   attribute: {type: string, about: the first of the two by name}
//   other_attribute: {type: string, about: the second}
// statistics: joint_association
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_ATTRIBUTE]->(attribute:Attribute)
  WHERE COUNT { (attribute)<-[:HAS_ATTRIBUTE]-() } >= $min_images
MATCH (image)-[:HAS_ATTRIBUTE]->(other:Attribute)
  WHERE attribute.id < other.id
    AND COUNT { (other)<-[:HAS_ATTRIBUTE]-() } >= $min_images
WITH attribute, other, source, count(*) AS item_images,
     count(CASE WHEN evokes THEN 1 END) AS images
RETURN attribute.id AS attribute, other.id AS other_attribute,
       source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_ATTRIBUTE]->(attribute:Attribute)
WITH attribute, source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN attribute.id AS attribute, null AS other_attribute,
       source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
WITH source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN null AS attribute, null AS other_attribute,
       source.id AS source, images AS images, item_images AS item_images
